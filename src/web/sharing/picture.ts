import { apiUrl, problemOf, withQuery } from '#web/client.ts'
import { Problem } from '#kernel'

/** Browsers draw no canvas that is longer than this on a side. */
const longest = 16_000

/** Fetches a picture that the server drew, paints it at twice its size, and hands it to the browser as a PNG under the server’s name for it. */
export async function downloadPng(path: string, query: Parameters<typeof withQuery>[1]): Promise<void> {
  const answer = await fetch(apiUrl(withQuery(path, { ...query, format: 'svg' })), { credentials: 'same-origin' })
  if (!answer.ok) throw await problemOf(answer)
  const name = /filename="([^"]+)\.svg"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'picture'
  const drawn = URL.createObjectURL(await answer.blob())
  try {
    const painted = URL.createObjectURL(await pngOf(drawn))
    const link = document.createElement('a')
    link.href = painted
    link.download = `${name}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(painted), 60_000)
  } finally {
    URL.revokeObjectURL(drawn)
  }
}

async function pngOf(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = svg
  await image.decode()
  const scale = Math.min(2, longest / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.width * scale)
  canvas.height = Math.round(image.height * scale)
  const brush = canvas.getContext('2d')
  if (brush) {
    brush.fillStyle = 'white'
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(image, 0, 0, canvas.width, canvas.height)
  }
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!png) throw new Problem('unavailable', 'The picture is too large for this browser.', 'Take SVG or PDF, or another audience.')
  return png
}
