import type { Vocabulary } from '../question.ts'

const revenue = ['month', 'quarter']
const monthly = ['month']
const account = ['segment', 'plan', 'industry', 'region', 'channel']

/** The made-up company on 16 November 2026, with a growth segment and a growth plan. */
export const company: Vocabulary = {
  calendar: { today: '2026-11-16', fiscalStart: 1 },
  metrics: [
    { key: 'net-revenue-retention', name: 'Net revenue retention', synonyms: ['Kundentreue'], dimensions: account, unit: 'ratio', grains: revenue },
    { key: 'gross-revenue-retention', name: 'Gross revenue retention', synonyms: [], dimensions: account, unit: 'ratio', grains: revenue },
    { key: 'annual-recurring-revenue', name: 'Annual recurring revenue', synonyms: [], dimensions: account, unit: 'money', grains: revenue },
    { key: 'logo-churn-rate', name: 'Logo churn', synonyms: [], dimensions: account, unit: 'ratio', grains: revenue },
    { key: 'active-accounts', name: 'Active accounts', synonyms: [], dimensions: ['plan', 'segment', 'feature'], unit: 'count', grains: monthly },
    { key: 'feature-adoption', name: 'Feature adoption', synonyms: [], dimensions: ['feature', 'area', 'plan'], unit: 'ratio', grains: monthly },
    { key: 'activation-rate', name: 'Activation rate', synonyms: [], dimensions: ['plan', 'channel'], unit: 'ratio', grains: monthly },
    { key: 'csat', name: 'Customer satisfaction', synonyms: [], dimensions: ['plan', 'segment', 'surface'], unit: 'ratio', grains: monthly },
    {
      key: 'ticket-rate',
      name: 'Support tickets per account',
      synonyms: [],
      dimensions: ['priority', 'area', 'plan', 'segment', 'region'],
      unit: 'ratePerAccount',
      grains: monthly,
    },
    { key: 'paying-customers', name: 'Paying customers', synonyms: [], dimensions: account, unit: 'count', grains: revenue },
    { key: 'cycle-time', name: 'Cycle time', synonyms: [], dimensions: ['area'], unit: 'days', grains: monthly },
    { key: 'delivery-predictability', name: 'Delivery predictability', synonyms: [], dimensions: ['area'], unit: 'ratio', grains: monthly },
    { key: 'service-level', name: 'Service level', synonyms: [], dimensions: ['service', 'tier'], unit: 'ratio', grains: monthly },
  ],
  absent: [
    { name: 'Net promoter score', synonyms: ['NPS'], because: 'no promoter survey is measured here.' },
    { name: 'Expansion', synonyms: ['expansion MRR'], because: 'it is a movement.', ask: 'why did ARR change' },
  ],
  values: {
    segment: ['Enterprise', 'Mid-market', 'SMB', 'Growth'],
    plan: ['Starter', 'Growth', 'Scale', 'Service'],
    region: ['EMEA', 'Americas', 'APAC'],
    industry: ['Logistics', 'Energy', 'Research and development'],
    channel: ['direct', 'partner'],
    feature: ['alerts', 'report.exported'],
    area: ['Insights', 'Harbor'],
    priority: ['p1', 'p2'],
    service: ['API', 'Web'],
    surface: ['email', 'in app'],
  },
  currency: 'USD',
  presets: ['default', 'stripe', 'chartmogul', 'board'],
}
