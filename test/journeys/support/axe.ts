import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Broken rules of WCAG 2.2 A and AA on the page as it stands, each with the first element that breaks it. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ') ?? ''}`)
}
