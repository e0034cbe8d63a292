/** Something that waits for the one who reads, in the words of Today. */
export interface Need {
  readonly kind: 'decide' | 'approve' | 'score' | 'check' | 'stale' | 'review' | 'import' | 'moved' | 'named'
  readonly title: string
  readonly says: string
  /** What is asked of the reader, when the kind alone does not say it: “Choose one of three”. */
  readonly act?: string
  readonly noun: string
  readonly id: string
  readonly cost: string | null
  readonly due: string | null
  readonly age: string | null
}
