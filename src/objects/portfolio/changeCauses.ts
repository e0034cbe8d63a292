/** Why something that was committed changes; what the thrash index counts by (portfolio reference 3.5). */
export const changeCauses = ['learning', 'escalation', 'salesCommitment', 'dependency', 'executive', 'estimate', 'capacity', 'regulatory'] as const
