import { number, object, oneOf, ref, richText, text, url } from '#kernel'

export const product = object('product', {
  says: 'A node of the product tree: line, product, area or platform.',
  key: 'PRD',
  chapter: 'portfolio',
  title: 'name',
  fields: {
    name: text({ required: true, max: 140 }),
    kind: oneOf(['line', 'product', 'area', 'platform'], { required: true, initial: 'area' }),
    parent: ref('product', { says: 'The node above it.' }),
    summary: richText({ says: 'What it does, for whom.' }),
    lifecycle: oneOf(['incubating', 'investing', 'sustaining', 'harvesting', 'sunsetting', 'retired'], { initial: 'sustaining' }),
    role: oneOf(['core', 'adjacent', 'enabler', 'experiment']),
    maturity: text({ max: 40, says: 'How complete it is, in the company’s own words.' }),
    investment: number({ min: 0, says: 'Share of development spend, in percent, as stated by its source.' }),
    owner: ref('member'),
    link: url(),
  },
})

declare module '#kernel' {
  interface Registry {
    product: typeof product
  }
}
