import type { Segment } from './customer.ts'

/** The accounts that the stories are about. ARR in thousands of dollars before the last closed month; `cut` is what that month made of it. */
export interface Role {
  readonly name: string
  readonly segment: Segment
  readonly industry: string
  readonly region: string
  readonly arr: number
  /** ARR after the last closed month, in thousands; 0 is a loss. */
  readonly cut?: number
  readonly reason?: string
  /** Hit by the certificate rotation. */
  readonly sso?: true
  readonly plan?: 'Team'
}

export const roles: readonly Role[] = [
  { name: 'Castellan Health', segment: 'Mid-market', industry: 'Healthcare', region: 'North America', arr: 142, cut: 78, sso: true },
  { name: 'Kestrel Mutual', segment: 'Mid-market', industry: 'Insurance', region: 'North America', arr: 133, cut: 92, sso: true },
  { name: 'Marrow Logistics', segment: 'Mid-market', industry: 'Logistics', region: 'North America', arr: 121, cut: 74, sso: true, plan: 'Team' },
  { name: 'Alder Insurance', segment: 'Mid-market', industry: 'Insurance', region: 'North America', arr: 250, sso: true },
  { name: 'Corvid Freight', segment: 'Mid-market', industry: 'Logistics', region: 'United Kingdom', arr: 22, sso: true },
  { name: 'Ansel Biotech', segment: 'Mid-market', industry: 'Life sciences', region: 'European Union', arr: 88, sso: true },
  { name: 'Ostrava Steel Works', segment: 'Mid-market', industry: 'Manufacturing', region: 'European Union', arr: 58, cut: 0, reason: 'moved_in_house' },
  { name: 'Juniper & Rowe', segment: 'Mid-market', industry: 'Professional services', region: 'North America', arr: 33, cut: 0, reason: 'budget_cut' },
  { name: 'Tidemark Bank', segment: 'Enterprise', industry: 'Banking', region: 'North America', arr: 650, cut: 612 },
  { name: 'Polder Energy', segment: 'Mid-market', industry: 'Energy', region: 'European Union', arr: 210 },
  { name: 'Quarry Hill Schools', segment: 'Mid-market', industry: 'Education', region: 'North America', arr: 91 },
  { name: 'Bellwether Freight', segment: 'Mid-market', industry: 'Logistics', region: 'North America', arr: 140 },
  { name: 'Lumen Street Retail', segment: 'Mid-market', industry: 'Retail', region: 'United Kingdom', arr: 47 },
  { name: 'Northgate Schools', segment: 'Mid-market', industry: 'Education', region: 'United Kingdom', arr: 64 },
  { name: 'Pellworm Grid', segment: 'Enterprise', industry: 'Energy', region: 'European Union', arr: 385 },
  { name: 'Harrow & Vane', segment: 'Enterprise', industry: 'Professional services', region: 'United Kingdom', arr: 420 },
]

const heads = [
  'Alden',
  'Amberley',
  'Arden',
  'Ashcombe',
  'Barrow',
  'Beck',
  'Birchall',
  'Blackmoor',
  'Brack',
  'Bramley',
  'Calder',
  'Carrow',
  'Cobalt',
  'Corran',
  'Dunmere',
  'Eastwick',
  'Elder',
  'Fallow',
  'Fenwright',
  'Garnet',
  'Glassen',
  'Greywell',
  'Hallam',
  'Hazelmere',
  'Heron',
  'Holloway',
  'Ivory',
  'Jasper',
  'Kell',
  'Larkfield',
  'Linden',
  'Mallow',
  'Merrow',
  'Millrace',
  'Norden',
  'Oakhanger',
  'Orrin',
  'Pemberley',
  'Pike',
  'Quill',
  'Ravens',
  'Redfern',
  'Saltmarsh',
  'Sedge',
  'Sorrel',
  'Stroud',
  'Tamar',
  'Thornby',
  'Umber',
  'Vellum',
  'Wexcombe',
  'Wren',
  'Yarrow',
  'Zephyrine',
] as const
const tails: Readonly<Record<string, readonly string[]>> = {
  Logistics: ['Freight', 'Haulage', 'Lines', 'Parcels'],
  Manufacturing: ['Works', 'Tooling', 'Castings', 'Components'],
  Healthcare: ['Clinics', 'Care', 'Hospitals', 'Diagnostics'],
  Insurance: ['Mutual', 'Assurance', 'Underwriters', 'Cover'],
  Banking: ['Bank', 'Trust', 'Savings', 'Credit Union'],
  Retail: ['Stores', 'Outfitters', 'Grocers', 'Home'],
  Education: ['Schools', 'Academy', 'College', 'Learning'],
  Energy: ['Energy', 'Power', 'Grid', 'Renewables'],
  'Professional services': ['Advisers', 'Partners', 'Chartered', 'Consulting'],
  'Life sciences': ['Biotech', 'Labs', 'Therapeutics', 'Genomics'],
}
export const industries: readonly string[] = Object.keys(tails)

/** Every invented name once, by industry, in a fixed order that mixes heads. */
export function inventedName(industry: string, n: number): string {
  const ends = tails[industry] ?? ['Group']
  const head = heads[(n * 17 + industry.length * 5) % heads.length] ?? 'Alden'
  return `${head} ${ends[Math.floor(n / heads.length) % ends.length] ?? 'Group'}`
}
