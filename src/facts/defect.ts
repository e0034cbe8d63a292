import { dateTime, fact, oneOf, text } from '#kernel'

export const defect = fact('defect', {
  says: 'Something that did not work as it should, found before or after its release.',
  grain: 'one revision of a defect',
  key: ['id'],
  at: 'found_at',
  columns: {
    id: text({ required: true, knownAs: ['defect_id', 'bug_id', 'bug_key'] }),
    found_at: dateTime({ required: true, knownAs: ['found_on', 'detected_at', 'reported_at', 'date_found'] }),
    phase: oneOf(['pre_release', 'post_release'], { required: true, knownAs: ['found_in_phase', 'found_in', 'environment', 'detection_phase'] }),
    severity: text({ knownAs: ['defect_severity', 'bug_severity'] }),
    release_id: text({ says: 'The release that introduced it, not the one that mends it.', knownAs: ['release', 'introduced_in', 'affects_version'] }),
    area: text({ knownAs: ['component', 'product_area', 'module'] }),
    account_id: text({ knownAs: ['customer_id', 'reported_by_account'] }),
    duplicate_of: text({ knownAs: ['duplicate_of_id', 'duplicates'] }),
  },
  checks: [
    {
      id: 'defect.release-known',
      says: 'defects are charged to a release that does not exist',
      severity: 'error',
      rule: 'known',
      column: 'release_id',
      fact: 'release',
      key: 'id',
    },
    {
      id: 'defect.original-known',
      says: 'duplicates name a defect that does not exist',
      severity: 'warn',
      rule: 'known',
      column: 'duplicate_of',
      fact: 'defect',
      key: 'id',
    },
  ],
})
