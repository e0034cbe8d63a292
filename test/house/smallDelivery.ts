/** The delivery, the bets and the people of a company small enough to count by hand, up to 31 December 2024. */
export const deliveryFacts = {
  // December: I1 with I2 split from it, 10:00 to 10:50 for 12 accounts; I3 for an hour and 3 accounts. The rest is none of it.
  'incident.csv': `id,severity,impact_start,impact_end,detected_at,accounts_affected,area,service_id,customer_impacting,maintenance,split_from,postmortem_closed_at
I1,p0,2024-12-03T10:00:00Z,2024-12-03T10:30:00Z,2024-12-03T10:05:00Z,10,Core,api,true,false,,2024-12-10T09:00:00Z
I2,p1,2024-12-03T10:20:00Z,2024-12-03T10:50:00Z,2024-12-03T10:30:00Z,12,Core,api,true,false,I1,2024-12-11T09:00:00Z
I3,p1,2024-12-20T08:00:00Z,2024-12-20T09:00:00Z,2024-12-20T08:15:00Z,3,Insights,query,true,false,,
I4,p1,2024-12-21T08:00:00Z,2024-12-21T09:00:00Z,,50,Core,api,true,true,,
I5,p2,2024-12-22T08:00:00Z,2024-12-22T09:00:00Z,,50,Core,api,true,false,,
I6,p1,2024-12-23T08:00:00Z,2024-12-23T09:00:00Z,,0,Core,api,false,false,,
I7,p1,2024-11-10T08:00:00Z,2024-11-10T08:10:00Z,2024-11-10T08:02:00Z,5,Core,api,true,false,,2024-11-20T09:00:00Z
`,
  'release.csv': `id,product_id,area,released_at,first_commit_at,rolled_back_at,tier
R1,core,Core,2024-07-01T00:00:00Z,2024-06-21T00:00:00Z,,2
R2,insights,Insights,2024-08-15T00:00:00Z,2024-08-11T00:00:00Z,,2
R3,core,Core,2024-12-01T00:00:00Z,2024-11-25T00:00:00Z,,2
R4,core,Core,2024-12-10T00:00:00Z,2024-12-08T00:00:00Z,2024-12-11T00:00:00Z,3
R5,insights,Insights,2024-12-18T00:00:00Z,2024-12-08T00:00:00Z,,3
`,
  // R1: six before, two within 90 days, one after them, one duplicate; R2: three before, one after; R3 is too young to be told.
  'defect.csv': `id,found_at,phase,severity,release_id,area,duplicate_of
D1,2024-06-10T00:00:00Z,pre_release,p2,R1,Core,
D2,2024-06-11T00:00:00Z,pre_release,p2,R1,Core,
D3,2024-06-12T00:00:00Z,pre_release,p3,R1,Core,
D4,2024-06-13T00:00:00Z,pre_release,p3,R1,Core,
D5,2024-06-14T00:00:00Z,pre_release,p3,R1,Core,
D6,2024-06-15T00:00:00Z,pre_release,p3,R1,Core,
D7,2024-07-10T00:00:00Z,post_release,p1,R1,Core,
D8,2024-09-28T23:59:59Z,post_release,p3,R1,Core,
D9,2024-09-29T00:00:00Z,post_release,p3,R1,Core,
D10,2024-07-11T00:00:00Z,post_release,p1,R1,Core,D7
D11,2024-08-01T00:00:00Z,pre_release,p3,R2,Insights,
D12,2024-08-02T00:00:00Z,pre_release,p3,R2,Insights,
D13,2024-08-03T00:00:00Z,pre_release,p3,R2,Insights,
D14,2024-09-01T00:00:00Z,post_release,p3,R2,Insights,
D15,2024-11-20T00:00:00Z,pre_release,p3,R3,Core,
D16,2024-12-05T00:00:00Z,post_release,p1,R3,Core,
`,
  'experiment.csv': `id,squad_id,area,hypothesis,primary_metric_id,registered_at,start,end,min_days,planned_n,power,srm_p,decision,decision_at,learning_id
X1,north,Core,We believe one,activation,2024-10-01T00:00:00Z,2024-10-02T00:00:00Z,2024-10-20T00:00:00Z,14,900,0.85,0.4,ship,2024-10-22T00:00:00Z,L1
X2,north,Core,We believe two,activation,2024-10-01T00:00:00Z,2024-10-01T00:00:00Z,2024-10-15T00:00:00Z,14,900,0.8,0.001,stop,2024-10-22T00:00:00Z,L2
X3,north,Core,We believe three,activation,2024-10-06T00:00:00Z,2024-10-05T00:00:00Z,2024-10-25T00:00:00Z,14,900,0.9,0.5,ship,2024-10-27T00:00:00Z,
X4,south,Core,We believe four,activation,2024-10-01T00:00:00Z,2024-10-05T00:00:00Z,2024-10-25T00:00:00Z,14,900,0.9,0.0009,ship,2024-10-27T00:00:00Z,L4
X5,south,Core,We believe five,activation,2024-10-01T00:00:00Z,2024-10-05T00:00:00Z,2024-10-25T00:00:00Z,14,900,0.5,0.5,inconclusive,2024-10-27T00:00:00Z,
X6,south,Core,We believe six,activation,2024-10-01T00:00:00Z,2024-10-05T00:00:00Z,2024-10-25T00:00:00Z,14,900,0.9,0.5,iterate,2024-12-31T23:59:59Z,L6
X7,south,Core,We believe seven,activation,2024-10-01T00:00:00Z,2024-10-05T00:00:00Z,2024-10-10T00:00:00Z,14,900,0.9,0.5,ship,2024-10-12T00:00:00Z,
X8,south,Core,We believe eight,activation,2024-07-01T00:00:00Z,2024-07-05T00:00:00Z,2024-07-25T00:00:00Z,14,900,0.9,0.5,ship,2024-08-01T00:00:00Z,L8
X9,south,Core,We believe nine,activation,2024-12-01T00:00:00Z,2024-12-05T00:00:00Z,,14,900,,,,,
`,
  // Sprint of 2 December: A promised four and landed two, B two of two; a5 came later. The freeze of the 14th moves nothing. Increment and quarter below.
  'commitment_snapshot.csv': `period_kind,period_start,period_end,team_id,item_id,frozen_at,committed,planned_value,p50_date,p85_date
sprint,2024-12-02,2024-12-15,A,a1,2024-12-02T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,A,a2,2024-12-02T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,A,a3,2024-12-02T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,A,a4,2024-12-02T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,A,a5,2024-12-06T09:00:00Z,false,,,
sprint,2024-12-02,2024-12-15,A,a3,2024-12-14T09:00:00Z,false,,,
sprint,2024-12-02,2024-12-15,A,a6,2024-12-14T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,B,b1,2024-12-02T09:00:00Z,true,,,
sprint,2024-12-02,2024-12-15,B,b2,2024-12-02T09:00:00Z,true,,,
increment,2024-10-01,2024-12-31,A,o1,2024-10-01T09:00:00Z,true,10,,
increment,2024-10-01,2024-12-31,A,o2,2024-10-01T09:00:00Z,true,8,,
increment,2024-10-01,2024-12-31,A,o3,2024-10-01T09:00:00Z,false,5,,
increment,2024-10-01,2024-12-31,B,o4,2024-10-01T09:00:00Z,true,7,,
quarter,2024-10-01,2024-12-31,A,q1,2024-10-01T09:00:00Z,true,,2024-11-01,2024-11-15
quarter,2024-10-01,2024-12-31,A,q2,2024-10-01T09:00:00Z,true,,2024-11-10,2024-11-30
quarter,2024-10-01,2024-12-31,B,q3,2024-10-01T09:00:00Z,true,,2024-11-20,2024-12-10
quarter,2024-10-01,2024-12-31,B,q4,2024-10-01T09:00:00Z,true,,2024-12-15,2025-01-31
`,
  'commitment_result.csv': `period,item_id,done_at,actual_value
2024-12-02,a1,2024-12-10T09:00:00Z,
2024-12-02,a2,2024-12-15T23:00:00Z,
2024-12-02,a3,2024-12-16T09:00:00Z,
2024-12-02,a5,2024-12-12T09:00:00Z,
2024-12-02,a6,2024-12-15T09:00:00Z,
2024-12-02,b1,2024-12-03T09:00:00Z,
2024-12-02,b2,2024-12-04T09:00:00Z,
2024-10-01,o1,2024-12-20T09:00:00Z,8
2024-10-01,o2,2024-12-20T09:00:00Z,8
2024-10-01,o3,2024-12-20T09:00:00Z,3
2024-10-01,o4,2024-12-20T09:00:00Z,4
2024-Q4,q1,2024-10-30T09:00:00Z,
2024-Q4,q2,2024-11-25T09:00:00Z,
2024-Q4,q3,2024-12-11T09:00:00Z,
`,
  // R: 6 raters in two functions of 4 and 2; both stay hidden, the whole is told.
  'pulse.csv': `wave_id,at,rater_id,rater_group,question_id,score
W4,2024-12-02T09:00:00Z,r1,Sales,trust,5
W4,2024-12-02T09:00:00Z,r2,Sales,trust,4
W4,2024-12-02T09:00:00Z,r3,Sales,trust,4
W4,2024-12-02T09:00:00Z,r4,Sales,trust,3
W4,2024-12-02T09:00:00Z,r5,Legal,trust,2
W4,2024-12-02T09:00:00Z,r6,Legal,trust,5
W3,2024-09-02T09:00:00Z,r1,Sales,trust,4
W3,2024-09-02T09:00:00Z,r2,Sales,trust,4
W3,2024-09-02T09:00:00Z,r3,Sales,trust,3
W3,2024-09-02T09:00:00Z,r4,Sales,trust,3
`,
  'pulse_invite.csv': `wave_id,rater_id,rater_group,sent_at
${['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'].map((rater) => `W4,${rater},Sales,2024-11-30T09:00:00Z`).join('\n')}
`,
  // Five gaps in role-critical competencies in the first half; p1 and p2 closed theirs, p5 left, p6’s scores were never calibrated.
  'assessment.csv': `person_id,half,competency_id,level,rater_id,calibrated_level,expected_level,role_critical,at
${[
  ['p1', 2, 3],
  ['p2', 2, 4],
  ['p3', 2, 2],
  ['p4', 1, 2],
  ['p5', 2, null],
]
  .flatMap(([person, before, now]) => [
    `${person},2024-H1,discovery,${before},lead,${before},3,true,2024-06-20T09:00:00Z`,
    ...(now === null
      ? []
      : [`${person},2024-H2,discovery,${now},lead,${now},3,true,2024-12-10T09:00:00Z`, `${person},2024-H2,discovery,${now},peer,,3,true,2024-12-11T09:00:00Z`]),
  ])
  .join('\n')}
p6,2024-H1,discovery,1,lead,,3,true,2024-06-20T09:00:00Z
p6,2024-H2,discovery,3,lead,3,3,true,2024-12-10T09:00:00Z
`,
  'hiring.csv': `requisition_id,person_id,kind,at,role,source,meets_standard,regretted
Q1,,opened,2024-09-01T00:00:00Z,PM,,,
Q1,h1,offer_extended,2024-10-01T00:00:00Z,PM,referral,,
Q1,h1,offer_declined,2024-10-05T00:00:00Z,PM,referral,,
Q1,h2,offer_extended,2024-10-06T00:00:00Z,PM,agency,,
Q1,h2,offer_accepted,2024-10-11T00:00:00Z,PM,agency,,
Q2,h3,offer_extended,2024-11-01T00:00:00Z,Designer,referral,,
Q2,h3,offer_accepted,2024-11-05T00:00:00Z,Designer,referral,,
Q3,h4,offer_extended,2024-12-20T00:00:00Z,PM,referral,,
Q4,h5,offer_extended,2024-11-01T00:00:00Z,PM,agency,,
Q4,h5,offer_withdrawn,2024-11-02T00:00:00Z,PM,agency,,
Q5,h6,started,2023-03-01T00:00:00Z,PM,agency,,
Q5,h6,review_12m,2024-03-10T00:00:00Z,PM,agency,true,
Q6,h7,started,2023-05-01T00:00:00Z,PM,referral,,
Q6,h7,review_12m,2024-05-10T00:00:00Z,PM,referral,false,
Q7,h8,started,2023-10-01T00:00:00Z,PM,referral,,
Q7,h8,exit,2024-04-01T00:00:00Z,PM,referral,,true
Q8,h9,started,2024-06-01T00:00:00Z,PM,referral,,
Q8,h9,ramped,2024-08-30T00:00:00Z,PM,referral,,
Q9,h10,started,2020-06-01T00:00:00Z,PM,referral,,
Q9,h10,exit,2024-08-01T00:00:00Z,PM,referral,,false
Q10,h11,started,2023-11-15T00:00:00Z,PM,agency,,
Q10,h11,review_12m,2024-11-20T00:00:00Z,PM,agency,true,
`,
  // Three initiatives began in 2024: V1 took 100 days (40 worked on, 20 parked), V2 took 30, V3 is open; V4 began before.
  'work_item_transition.csv': `item_id,title,level,team_id,from_state,to_state,at,batch,parked
V1,First,initiative,A,,idea,2024-03-01T00:00:00Z,false,false
V1,First,initiative,A,idea,accepted,2024-03-11T00:00:00Z,false,false
V1,First,initiative,A,accepted,started,2024-03-31T00:00:00Z,false,false
V1,First,initiative,A,started,started,2024-04-20T00:00:00Z,false,true
V1,First,initiative,A,started,started,2024-05-10T00:00:00Z,false,false
V1,First,initiative,A,started,released,2024-05-30T00:00:00Z,false,false
V1,First,initiative,A,released,impact,2024-06-09T00:00:00Z,false,false
V2,Second,initiative,B,,idea,2024-06-01T00:00:00Z,false,false
V2,Second,initiative,B,idea,impact,2024-07-01T00:00:00Z,true,false
V3,Third,initiative,B,,idea,2024-02-01T00:00:00Z,false,false
V4,Fourth,initiative,B,,idea,2023-06-01T00:00:00Z,false,false
V4,Fourth,initiative,B,idea,impact,2024-07-01T00:00:00Z,false,false
S1,A story,story,B,,idea,2024-06-01T00:00:00Z,false,false
S1,A story,story,B,idea,released,2024-06-02T00:00:00Z,false,false
`,
  'account.csv': `id,name,segment,created_at,is_internal
acme,Acme,enterprise,2022-12-01,false
bolt,Bolt,smb,2023-01-15,false
own,The house,smb,2022-12-01,true
`,
  // a month: core 1,000 of Acme and 500 of Bolt with 10 and 20 seats, connect 500 of Acme with 10; the house’s own account is never seen
  'subscription.csv': `id,account_id,product_id,start,end,quantity,mrr,currency
S1,acme,core,2023-01-01,,10,1000,USD
S2,bolt,core,2023-01-01,,20,500,USD
S3,acme,connect,2023-01-01,,10,500,USD
S4,own,core,2023-01-01,,500,9999,USD
`,
  // December: core 300 direct; 400 shared, by seats 300 and 100; support 80 of connect; 50 that nobody owns; 1,000 of opex
  'cost_line.csv': `period_start,period_end,billed_cost,effective_cost,currency,service,charge_category,cost_class,product_id
2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,999,300,USD,compute,Usage,direct_cogs,core
2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,999,400,USD,network,Usage,shared_cogs,
2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,999,80,USD,desk,Usage,support,connect
2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,999,50,USD,observability,Usage,,
2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,999,1000,USD,office,Usage,opex,
`,
  'headcount.csv': `month,team_id,count
${Array.from({ length: 12 }, (_, index) => [
  `2024-${String(index + 1).padStart(2, '0')}-01,A,${index < 6 ? 10 : 12}`,
  `2024-${String(index + 1).padStart(2, '0')}-01,B,9`,
])
  .flat()
  .join('\n')}
`,
} as const
