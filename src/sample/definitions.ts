/** A text of definitions as somebody brings it in, and who vouches for it; without them it waits to be looked at. */
export interface SampleDefinition {
  readonly text: string
  readonly by: string
  readonly why: string
  readonly certifiedBy: string | null
}

/** Two metrics of the company’s own. Both were changed since they were certified: one change counts, the other waits for a second person. */
export const definitions: readonly SampleDefinition[] = [
  { by: 'member:tomas', text: urgency("= 'p1'"), why: 'Support plans its nights by it.', certifiedBy: 'member:dana' },
  {
    by: 'member:mina',
    text: exporting("= 'report_exported'"),
    why: 'Work that leaves the product is work that somebody else reads.',
    certifiedBy: 'member:vera',
  },
  {
    by: 'member:mina',
    text: exporting("in ('report_exported', 'insight_shared')"),
    why: 'Sharing an insight takes the same report to the same reader',
    certifiedBy: 'member:dana',
  },
  {
    by: 'member:tomas',
    text: urgency("in ('p1', 'p2')"),
    why: 'A p2 stops a whole team: whoever is on call is woken for both.',
    certifiedBy: null,
  },
]

function urgency(priority: string): string {
  return `metrics:
  - name: urgent_ticket_share
    label: Urgent tickets of all tickets
    question: How often is it urgent?
    description: Tickets that support is woken for, of all tickets that were opened in the month.
    theme: Quality and delivery
    type: ratio
    type_params:
      numerator: { name: ticket_count, filter: "{{ Dimension('ticket__priority') }} ${priority}" }
      denominator: ticket_count
    time_granularity: month
    dimensions: [account__segment, account__region, ticket__area, ticket__channel]
    unit: percent
    direction: down
    maturity: 1
    min_n: 5
    owner: tomas.adeyemi@harborlight.example
    synonyms: [urgency, woken for]
`
}

function exporting(event: string): string {
  return `metrics:
  - name: accounts_that_export
    label: Accounts whose work leaves the product
    question: Do customers carry what they make here to others?
    description: Accounts that exported or shared in the month, of all accounts with any event in it.
    theme: Adoption and usage
    type: ratio
    type_params:
      numerator: { name: event_accounts, filter: "{{ Dimension('event__name') }} ${event}" }
      denominator: event_accounts
    time_granularity: month
    dimensions: [account__segment, account__region, account__plan]
    unit: percent
    direction: up
    maturity: 1
    min_n: 5
    owner: mina.osei@harborlight.example
    synonyms: [exporters]
`
}
