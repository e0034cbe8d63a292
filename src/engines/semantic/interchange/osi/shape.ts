/** The document of the Open Semantic Interchange specification, version 1.0 (core metadata). Only what its text names is written. */
export interface OsiDocument {
  readonly semantic_model: readonly OsiModel[]
}

export interface OsiModel extends OsiTold {
  readonly name: string
  readonly datasets: readonly OsiDataset[]
  readonly relationships?: readonly OsiRelationship[]
  readonly metrics?: readonly OsiMetric[]
}

interface OsiTold {
  readonly description?: string
  readonly ai_context?: { readonly instructions?: string; readonly synonyms?: readonly string[] }
  readonly custom_extensions?: readonly OsiExtension[]
}

export interface OsiExtension {
  readonly vendor_name: string
  /** JSON in a text. */
  readonly data: string
}

export interface OsiExpression {
  readonly dialects: readonly { readonly dialect: string; readonly expression: string }[]
}

export interface OsiDataset extends OsiTold {
  readonly name: string
  readonly source: string
  readonly primary_key?: readonly string[]
  readonly unique_keys?: readonly (readonly string[])[]
  readonly fields?: readonly OsiField[]
}

export interface OsiField extends OsiTold {
  readonly name: string
  readonly expression: OsiExpression
  readonly dimension?: { readonly is_time: boolean }
  readonly label?: string
}

export interface OsiRelationship {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly from_columns: readonly string[]
  readonly to_columns: readonly string[]
}

export interface OsiMetric extends OsiTold {
  readonly name: string
  readonly expression: OsiExpression
}

export const dialects = ['ANSI_SQL', 'SNOWFLAKE', 'MDX', 'TABLEAU', 'DATABRICKS'] as const
export const vendors = ['COMMON', 'SNOWFLAKE', 'SALESFORCE', 'DBT', 'DATABRICKS'] as const

export const ansi = (expression: string): OsiExpression => ({ dialects: [{ dialect: 'ANSI_SQL', expression }] })
/** What is ours, in the one place where the form allows it. */
export const extension = (ours: unknown): readonly OsiExtension[] => [{ vendor_name: 'COMMON', data: JSON.stringify({ throughline: ours }) }]
