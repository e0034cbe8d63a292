import { harborlightReview } from '#flows/reviews/pdf/harborlightReview.ts'
import { reviewCharts } from '#flows/reviews/pdf/reviewCharts.ts'
import { reviewDocument } from '#flows/reviews/pdf/reviewDocument.ts'
import { renderPdf } from '#platform/documents/renderPdf.ts'

/** Seconds from a review row to its PDF, charts included; the budget is 5 s. The first run loads ECharts and the compiler. */
for (const run of ['first', 'second', 'third']) {
  for (const paper of ['a4', 'letter'] as const) {
    const start = performance.now()
    const review = harborlightReview()
    const charts = await reviewCharts(review)
    const drawn = performance.now()
    const pdf = await renderPdf(reviewDocument(review, { name: 'Harborlight', timeZone: 'UTC' }, { paper, charts }))
    const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(2)
    console.info(
      `${run} ${paper}: ${seconds(start)} s (charts ${((drawn - start) / 1000).toFixed(2)} s, typesetting ${seconds(drawn)} s), ${Math.round(pdf.length / 1024)} kB`,
    )
  }
}
