import { boolean, date, dateTime, fact, text } from '#kernel'

export const appUser = fact('app_user', {
  says: 'A person, or a service, that acts in the product for an account, as it stood from a day on.',
  grain: 'one version of a user',
  key: ['id', 'valid_from'],
  at: 'created_at',
  columns: {
    id: text({ required: true, class: 'personal', knownAs: ['user_id', 'app_user_id', 'member_id', 'user'] }),
    account_id: text({ required: true, knownAs: ['customer_id', 'company_id', 'organization_id', 'org_id', 'workspace_id', 'account'] }),
    role: text({ knownAs: ['user_role', 'job_role', 'permission', 'seat_type'] }),
    created_at: dateTime({ knownAs: ['user_created_at', 'joined_at', 'invited_at', 'signup_date', 'created'] }),
    is_internal: boolean({ initial: false, says: 'One of our own people.', knownAs: ['internal', 'is_employee', 'is_staff'] }),
    is_service: boolean({ initial: false, says: 'A bot, an integration or an impersonated session: no actor.', knownAs: ['is_bot', 'service_account', 'bot'] }),
    valid_from: date({ says: 'From which day these values hold; from the beginning when empty.' }),
  },
  checks: [
    {
      id: 'app_user.account-known',
      says: 'users belong to an account that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'account_id',
      fact: 'account',
      key: 'id',
    },
    {
      id: 'app_user.before-account',
      says: 'users are older than their account',
      severity: 'warn',
      rule: 'notBeforeOther',
      column: 'created_at',
      fact: 'account',
      by: 'account_id',
      key: 'id',
      start: 'created_at',
    },
  ],
})
