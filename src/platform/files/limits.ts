/** How much a stranger's file may ask of us. Sizes are in bytes. */
export interface FileLimits {
  /** Files in one go, folders unfolded. */
  readonly files: number
  /** YAML and JSON documents are held in memory whole. */
  readonly tree: number
  /** One record of a text file; a longer one is an unclosed quote. */
  readonly record: number
  /** A workbook, unpacked. */
  readonly unpacked: number
  /** Unpacked size over packed size, above which a workbook is taken for a trap; small workbooks are exempt. */
  readonly ratio: number
  /** Rows kept for recognition and preview. */
  readonly sample: number
  /** Records of an NDJSON file that are searched for keys. */
  readonly keyed: number
}

const mebibyte = 1024 * 1024

export const fileLimits: FileLimits = { files: 2000, tree: 64 * mebibyte, record: mebibyte, unpacked: 2048 * mebibyte, ratio: 200, sample: 200, keyed: 5000 }

/** Below this unpacked size a high ratio is only an empty-looking sheet. */
export const harmless = 32 * mebibyte
