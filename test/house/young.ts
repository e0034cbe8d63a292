/**
 * Four young customers, small enough to count by hand, as of the end of 2024.
 *
 *          began        first login   first report   pays (a month, in terms of a year)
 *   Acme   Mon 7 Oct    7 Oct 08:00   after 3 days   100 since 10 Dec 2023
 *   Bolt   Wed 9 Oct    9 Oct         after 14 days  300 until 5 Dec 2024: not renewed
 *   Crux   Mon 14 Oct   14 Oct        never; closed after 30 days, and back   100 until 20 Dec, and since 28 Dec
 *   Dune   Mon 30 Dec   30 Dec        not yet
 *
 * Echo was opened again as Echo two, which is no new account; the house’s own account is none either. Ann is Acme’s, Bob Bolt’s, Cem Crux’s; the bot is a service.
 */
export const young = {
  'account.csv': `id,name,plan,created_at,contract_at,closed_at,merged_into,is_internal
acme,Acme,big,2024-10-07T00:00:00Z,2024-10-01T00:00:00Z,,,false
bolt,Bolt,small,2024-10-09T00:00:00Z,2024-10-24T00:00:00Z,,,false
crux,Crux,big,2024-10-14T00:00:00Z,2024-10-14T00:00:00Z,2024-11-13T00:00:00Z,,false
dune,Dune,small,2024-12-30T00:00:00Z,,,,false
echo,Echo,small,2023-05-01T00:00:00Z,,,echo2,false
echo2,Echo two,small,2024-10-10T00:00:00Z,,,,false
own,Harborlight itself,big,2024-10-08T00:00:00Z,,,,true
`,
  'app_user.csv': `id,account_id,role,created_at,is_internal,is_service
ann,acme,admin,2024-10-07T00:00:00Z,false,false
bob,bolt,member,2024-10-09T00:00:00Z,false,false
cem,crux,member,2024-10-14T00:00:00Z,false,false
bot,acme,member,2024-10-07T00:00:00Z,false,true
eve,own,admin,2024-10-08T00:00:00Z,true,false
`,
  'feature.csv': 'id,area,core_event,min_count\nreports,Core,report.done,1\nalerts,Insights,alert.sent,1\n',
  'event.csv': `event_id,account_id,user_id,ts,name
E01,acme,ann,2024-10-07T08:00:00Z,login
E02,acme,ann,2024-10-10T08:00:00Z,report.done
E03,bolt,bob,2024-10-09T00:00:00Z,login
E04,bolt,bob,2024-10-23T00:00:00Z,report.done
E05,crux,cem,2024-10-14T00:00:00Z,login
E06,dune,dia,2024-12-30T00:00:00Z,login
E07,own,eve,2024-10-09T00:00:00Z,report.done
E08,acme,ann,2024-11-05T10:00:00Z,report.done
E09,bolt,bob,2024-12-10T10:00:00Z,report.done
E10,bolt,,2024-12-29T10:00:00Z,report.done
E11,acme,ann,2024-12-30T23:59:59Z,alert.sent
E12,acme,ann,2024-12-31T10:00:00Z,report.done
E13,acme,bot,2024-12-31T10:00:00Z,report.done
E14,crux,cem,2024-12-31T10:00:00Z,login
E15,own,eve,2024-12-31T10:00:00Z,report.done
`,
  'subscription.csv': `id,account_id,product_id,start,end,mrr,currency,term_months
S1,acme,core,2023-12-10,,100,USD,12
S2,bolt,core,2023-12-05,2024-12-05,300,USD,12
S3,crux,core,2023-12-20,2024-12-20,100,USD,12
S4,crux,core,2024-12-28,,100,USD,
`,
  'survey_invite.csv': `id,account_id,user_id,sent_at
I1,acme,ann,2024-11-01T00:00:00Z
I2,bolt,bob,2024-11-01T00:00:00Z
I3,crux,cem,2024-11-01T00:00:00Z
I4,dune,dia,2024-11-01T00:00:00Z
I5,dune,eli,2024-11-01T00:00:00Z
`,
  'survey_response.csv': `id,invite_id,account_id,user_id,ts,instrument,score,scale_min,scale_max,mode
R1,I1,acme,ann,2024-11-02T10:00:00Z,nps,2,0,10,relationship
R2,I1,acme,ann,2024-11-03T10:00:00Z,nps,10,0,10,relationship
R3,I2,bolt,bob,2024-11-04T10:00:00Z,nps,9,0,10,relationship
R4,I3,crux,cem,2024-11-05T10:00:00Z,nps,3,0,10,relationship
R5,I4,dune,dia,2024-11-06T10:00:00Z,nps,8,0,10,relationship
R6,,acme,ann,2024-12-20T10:00:00Z,nps,0,0,10,relationship
R7,,acme,ann,2024-12-21T10:00:00Z,nps,0,0,10,transactional
R8,,own,eve,2024-12-21T10:00:00Z,nps,0,0,10,relationship
R9,,acme,ann,2024-12-03T10:00:00Z,ces,5,1,7,
R10,,bolt,bob,2024-12-04T10:00:00Z,ces,6,1,7,
R11,,acme,ann,2024-12-05T10:00:00Z,sus,70,0,100,
R12,,bolt,bob,2024-12-06T10:00:00Z,sus,80,0,100,
`,
  'ticket.csv': `id,account_id,created_at,priority,first_response_at,channel
T1,acme,2024-12-02T10:00:00Z,p1,2024-12-02T12:00:00Z,email
T2,crux,2024-12-29T00:00:00Z,p3,,email
T3,acme,2024-12-05T10:00:00Z,p3,,deflected
`,
} as const
