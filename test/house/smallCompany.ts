/**
 * Four paying accounts, small enough to count by hand. Monthly recurring revenue in dollars:
 *
 *            2023-12  Feb   Apr   Jun   Sep   Nov   2024-12
 *   Acme        1000                +500                1500   enterprise, EU
 *   Bolt         400                      −400  +200     200   smb, US; leaves in September, returns on 10 November
 *   Crux         600         −150                        450   smb, EU
 *   Dune           0  +300                               300   smb, US
 *   total       2000  2300  2150  2650  2250  2450      2450
 *
 * The house’s own account (is_internal) pays 9999 and must never be seen.
 */
export const facts = {
  'account.csv': `id,name,segment,region,created_at,is_internal
acme,Acme,enterprise,EU,2022-12-01,false
bolt,Bolt,smb,US,2023-01-15,false
crux,Crux,smb,EU,2023-04-01,false
dune,Dune,smb,US,2024-01-20,false
own,Harborlight itself,smb,EU,2022-01-01,true
`,
  'subscription.csv': `id,account_id,start,end,mrr,currency
S1,acme,2023-01-01,2024-06-01,1000,USD
S2,acme,2024-06-01,,1500,USD
S3,bolt,2023-03-01,2024-09-01,400,USD
S4,crux,2023-05-01,2024-04-01,600,USD
S5,crux,2024-04-01,,450,USD
S6,dune,2024-02-15,,300,USD
S7,bolt,2024-11-10,,200,USD
S8,own,2022-01-01,,9999,USD
`,
  'ticket.csv': `id,account_id,created_at,priority,merged_into,is_internal
T1,acme,2024-12-02T10:00:00Z,p1,,false
T2,bolt,2024-12-11T10:00:00Z,p2,,false
T3,crux,2024-12-31T23:59:59Z,p2,,false
T4,crux,2024-12-12T10:00:00Z,p2,T3,false
T5,dune,2024-12-13T10:00:00Z,p2,,true
T6,acme,2024-11-05T10:00:00Z,p2,,false
T7,bolt,2024-11-20T10:00:00Z,p3,,false
`,
  'survey_response.csv': `id,account_id,ts,instrument,score,scale_min,scale_max
R1,acme,2024-12-03T10:00:00Z,csat,5,1,5
R2,acme,2024-12-04T10:00:00Z,csat,4,1,5
R3,bolt,2024-12-05T10:00:00Z,csat,3,1,5
R4,crux,2024-12-06T10:00:00Z,csat,2,1,5
R5,dune,2024-12-07T10:00:00Z,csat,6,1,7
R6,dune,2024-12-08T10:00:00Z,csat,5,1,7
R7,dune,2024-12-09T10:00:00Z,nps,10,0,10
`,
  'event.ndjson': [
    { event_id: 'E1', account_id: 'acme', ts: '2024-12-10T08:00:00Z', name: 'report.exported' },
    { event_id: 'E2', account_id: 'acme', ts: '2024-12-11T08:00:00Z', name: 'alert.sent' },
    { event_id: 'E3', account_id: 'bolt', ts: '2024-12-03T23:59:59Z', name: 'alert.sent' }, // a second before the 28 days
    { event_id: 'E4', account_id: 'crux', ts: '2024-12-31T23:59:59Z', name: 'alert.sent' }, // the last second of them
    { event_id: 'E5', account_id: 'own', ts: '2024-12-20T08:00:00Z', name: 'alert.sent' },
  ]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(''),
  'slo.csv': 'id,service_id,tier,target,window_kind\napi,API,gold,0.99,calendar\n',
  'sli_window.csv': `slo_id,start,end,good,valid
api,2024-10-01T00:00:00Z,2024-11-01T00:00:00Z,990,1000
api,2024-11-01T00:00:00Z,2024-12-01T00:00:00Z,980,1000
api,2024-12-01T00:00:00Z,2025-01-01T00:00:00Z,995,1000
`,
} as const

/** The same company as its tools would export it: other headings, no fact names. */
export const exports = {
  'companies.csv':
    'account_id,account_name,customer_segment,country,signup_date\nacme,Acme,enterprise,EU,2022-12-01\nbolt,Bolt,smb,US,2023-01-15\ncrux,Crux,smb,EU,2023-04-01\ndune,Dune,smb,US,2024-01-20\n',
  'billing.csv': facts['subscription.csv']
    .replace('id,account_id,start,end,mrr,currency', 'subscription_id,account_id,start_date,end_date,mrr_amount,currency')
    .replace(/^S8.*\n/m, ''),
  'helpdesk.csv': `ticket_id,account_id,submitted_at,closed_at,priority
T1,acme,2024-12-02 10:00,2024-12-03 10:00,urgent
T2,bolt,2024-12-11 10:00,2024-12-12 10:00,high
T3,crux,2024-12-30 10:00,2024-12-31 10:00,high
T6,acme,2024-11-05 10:00,2024-11-06 10:00,low
T7,bolt,2024-11-20 10:00,2024-11-21 10:00,low
`,
} as const
