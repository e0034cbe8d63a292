import type * as kernel from '#kernel'

/** What a field carries that a kind alone does not; it tells the kernel's kind functions from its other functions. */
interface FieldShape {
  readonly kind: string
  readonly class: string
  readonly byVerb: boolean
}

type Kernel = typeof kernel

/** The names of the field kinds: every function of the kernel that makes a field bears the name of its kind. */
export type KindName = { [K in keyof Kernel]: Kernel[K] extends (...given: never[]) => infer Made ? (Made extends FieldShape ? K : never) : never }[Exclude<
  keyof Kernel,
  'field'
>]
