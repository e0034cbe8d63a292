import { expect, test } from 'vitest'
import { renderPdf, renderSvg } from './renderPdf.ts'

const text = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1')
const nothing = { inputs: {}, images: {} }

test('a source and its inputs become a PDF with Inter inside', async () => {
  const pdf = text(
    await renderPdf({ source: '#set document(title: sys.inputs.title)\n#set text(font: "Inter")\n= Hello', inputs: { title: 'Harborlight' }, images: {} }),
  )
  expect(pdf).toMatch(/^%PDF-1\.7/)
  expect(pdf).toContain('/Title (Harborlight)')
  expect(pdf).toMatch(/\+Inter/)
})

test('a source becomes a picture whose letters are outlines, and a wrong one the same problem', async () => {
  const svg = await renderSvg({
    source: '#set page(width: 200pt, height: auto)\n#set text(font: "Inter")\n#sys.inputs.title',
    inputs: { title: '<b>Hello</b> & you' },
    images: {},
  })
  expect(svg).toMatch(/^<svg[^>]+width="200/)
  expect(svg).toContain('<path')
  expect(svg).not.toMatch(/<script|<text|<b>|href="http/)
  await expect(renderSvg({ source: '#panic("no")', ...nothing })).rejects.toThrow('could not be typeset')
})

test('the file is tagged for assistive technology: headings, tables with their headers, pictures with their words, in reading order', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
  const source = `#set document(title: "Tagged")
#set text(font: "Inter", lang: "en")
= Revenue
It grew.
#table(columns: 2, table.header([Month], [MRR]), [June], [2,650])
#image("/charts/1.svg", alt: "MRR by month")`
  const pdf = text(await renderPdf({ source, inputs: {}, images: { '/charts/1.svg': svg } }))
  expect(pdf).toMatch(/\/MarkInfo <<\s*\/Marked true/)
  expect(pdf).toContain('/StructTreeRoot')
  expect(pdf).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/)
  expect(pdf).toContain('/Lang (en)')
  const roles = [...pdf.matchAll(/\/S \/(\w+)/g)].map(([, role]) => role)
  expect(roles).toEqual(expect.arrayContaining(['Document', 'H1', 'P', 'Table', 'THead', 'TH', 'TD', 'Figure']))
  expect(pdf).toContain('/Alt (MRR by month)')
})

test('only the given images can be named, and no file of this machine can be read', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
  const document = '#set document(title: "A square")\n'
  expect(text(await renderPdf({ source: `${document}#image("/charts/1.svg", alt: "A square")`, inputs: {}, images: { '/charts/1.svg': svg } }))).toMatch(
    /^%PDF/,
  )
  for (const source of ['#image("/charts/2.svg")', '#read("/etc/hostname")', '#read("../../../etc/hostname")', '#import "package.json"'])
    await expect(renderPdf({ source, ...nothing })).rejects.toThrow('could not be typeset')
})

test('a wrong source is a problem that carries what the compiler said', async () => {
  await expect(renderPdf({ source: '#panic("no")', ...nothing })).rejects.toMatchObject({
    kind: 'unavailable',
    details: { more: { diagnostics: expect.stringContaining('panicked') } },
  })
})

test('a text on which the compiler aborts costs one document, not the server', async () => {
  const source =
    '#set page(width: 120pt)\n= #sys.inputs.text\n#for size in range(8, 30) { text(size: size * 1pt, tracking: -0.012em, sys.inputs.text); linebreak() }'
  const ended = await renderPdf({ source, inputs: { text: 'plain \u202e evil and longer than a line' }, images: {} }).then(
    () => 'a PDF',
    (error: unknown) => String(error),
  )
  expect(['a PDF', 'Problem: The PDF could not be typeset.']).toContain(ended)
})

test('typesetting leaves the thread free to answer', async () => {
  let ticks = 0
  const timer = setInterval(() => (ticks += 1), 5)
  await renderPdf({ source: '#set document(title: "Long")\n#for i in range(3000) [#lorem(20) \\ ]', ...nothing })
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
})
