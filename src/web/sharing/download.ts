import { apiUrl, withQuery } from '#web/client.ts'

/** Lets the browser fetch a file of the server by itself, so that it streams to the disk; the server names it. */
export function download(path: string, query: Parameters<typeof withQuery>[1]): void {
  const link = document.createElement('a')
  link.href = apiUrl(withQuery(path, query))
  link.download = ''
  link.click()
}
