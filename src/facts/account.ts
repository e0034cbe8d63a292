import { boolean, dateTime, date, fact, text } from '#kernel'

export const account = fact('account', {
  says: 'A company that pays, tries or once paid, as it stood from a day on.',
  grain: 'one version of an account',
  key: ['id', 'valid_from'],
  at: 'created_at',
  columns: {
    id: text({
      required: true,
      says: 'The account in its own system.',
      knownAs: ['account_id', 'customer_id', 'company_id', 'organization_id', 'org_id', 'client_id'],
    }),
    name: text({
      class: 'confidential',
      says: 'The company’s name.',
      knownAs: ['account_name', 'company', 'company_name', 'customer_name', 'organization', 'customer'],
    }),
    parent_id: text({ says: 'The account that this one belongs to.', knownAs: ['parent_account_id', 'parent_account', 'ultimate_parent_id'] }),
    segment: text({ knownAs: ['size', 'company_size', 'customer_segment', 'tier'] }),
    industry: text({ knownAs: ['vertical', 'sector'] }),
    region: text({ knownAs: ['country', 'geo', 'territory', 'billing_country'] }),
    plan: text({ knownAs: ['plan_tier', 'plan_name', 'package', 'edition'] }),
    channel: text({ knownAs: ['referral_source', 'source', 'acquisition_channel', 'lead_source'] }),
    use_case: text(),
    created_at: dateTime({
      says: 'When the account came to exist.',
      knownAs: ['signup_date', 'created', 'created_date', 'signed_up_at', 'signup_at', 'start_date'],
    }),
    contract_at: dateTime({ knownAs: ['contract_date', 'signed_at'] }),
    kickoff_at: dateTime({ knownAs: ['kickoff_date'] }),
    closed_at: dateTime({ knownAs: ['closed_date'] }),
    is_internal: boolean({ initial: false, knownAs: ['internal', 'is_test', 'test_account'] }),
    merged_into: text({ knownAs: ['merged_into_id', 'master_id'] }),
    valid_from: date({ says: 'From which day these values hold; from the beginning when empty.' }),
    is_trial: boolean({ says: 'The source’s own word; the ledger decides.', knownAs: ['trial', 'on_trial'] }),
    claimed_churned: boolean({
      says: 'The source’s own churn flag; compared with the ledger, never used in a metric.',
      knownAs: ['churn_flag', 'churned', 'is_churned'],
    }),
  },
  checks: [
    {
      id: 'account.parent-known',
      says: 'accounts name a parent that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'parent_id',
      fact: 'account',
      key: 'id',
    },
    {
      id: 'account.churn-flag',
      says: 'accounts carry a churn flag that contradicts the ledger',
      severity: 'error',
      rule: 'claimedChurn',
      column: 'claimed_churned',
      by: 'id',
    },
    {
      id: 'account.closed-after-created',
      says: 'accounts closed before they were created',
      severity: 'error',
      rule: 'notBefore',
      column: 'closed_at',
      other: 'created_at',
    },
  ],
})
