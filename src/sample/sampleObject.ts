/** One object of the sample company. A value of a reference field is the external id of another object of the sample; a list of references holds several. */
export interface SampleObject {
  readonly noun: string
  readonly externalId: string
  readonly values: Readonly<Record<string, unknown>>
  /** The day on which it was written down and its verbs done, where the calendar tells another of its kind. */
  readonly day?: string
  /** Verbs to perform once every object exists, in order; their inputs name other objects as `values` do. */
  readonly verbs?: readonly SampleVerb[]
}
export interface SampleVerb {
  readonly verb: string
  readonly input: Readonly<Record<string, unknown>>
  /** Another object that it is performed on, where the order of the two matters. */
  readonly on?: { readonly noun: string; readonly externalId: string }
  /** The member who does it, by external id; the owner when empty. */
  readonly by?: string
  /** The day on which it is done, where the calendar tells another of its kind. */
  readonly day?: string
}

export interface SamplePerson {
  readonly externalId: string
  readonly name: string
  readonly email: string
  readonly title: string
  readonly role: 'owner' | 'admin' | 'editor' | 'contributor' | 'viewer'
}
