import { PbfReader, PbfWriter } from 'pbf'

/** opentelemetry/proto/collector/logs/v1 and logs/v1, read into the form that the JSON encoding has. Unknown fields are skipped, as protobuf says. */
export const readLogs = (body: Uint8Array): unknown => message(new PbfReader(body), request)

type Shape = Readonly<Record<number, readonly [name: string, read: (pbf: PbfReader) => unknown, isMany?: true]>>

const text = (pbf: PbfReader): string => pbf.readString()
/** 64 bits as text: nanoseconds since 1970 do not fit into a number. */
const fixed64 = (pbf: PbfReader): string => {
  const [low, high] = [pbf.readFixed32(), pbf.readFixed32()]
  return String((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0))
}
const of =
  (shape: () => Shape) =>
  (pbf: PbfReader): unknown =>
    message(pbf, shape(), pbf.readVarint() + pbf.pos)

const any: Shape = {
  1: ['stringValue', text],
  2: ['boolValue', (pbf) => pbf.readBoolean()],
  3: ['intValue', (pbf) => pbf.readVarint(true)],
  4: ['doubleValue', (pbf) => pbf.readDouble()],
  5: ['arrayValue', of(() => ({ 1: ['values', of(() => any), true] }))],
  6: ['kvlistValue', of(() => ({ 1: ['values', of(() => keyValue), true] }))],
  7: ['bytesValue', (pbf) => Buffer.from(pbf.readBytes()).toString('base64')],
}
const keyValue: Shape = { 1: ['key', text], 2: ['value', of(() => any)] }
const record: Shape = {
  1: ['timeUnixNano', fixed64],
  6: ['attributes', of(() => keyValue), true],
  11: ['observedTimeUnixNano', fixed64],
  12: ['eventName', text],
}
const scopeLogs: Shape = { 2: ['logRecords', of(() => record), true] }
const resourceLogs: Shape = { 2: ['scopeLogs', of(() => scopeLogs), true] }
const request: Shape = { 1: ['resourceLogs', of(() => resourceLogs), true] }

function message(pbf: PbfReader, shape: Shape, end?: number): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const many: Record<string, unknown[]> = {}
  pbf.readFields(
    (tag) => {
      const [name, read, isMany] = shape[tag] ?? []
      if (!name || !read) return
      if (isMany) (many[name] ??= []).push(read(pbf))
      else found[name] = read(pbf)
    },
    found,
    end,
  )
  return Object.assign(found, many)
}

/** ExportLogsServiceResponse, or google.rpc.Status when the request was not taken. */
export function writeAnswer(answer: { readonly rejected: number; readonly message: string } | { readonly status: string }): Uint8Array {
  const pbf = new PbfWriter()
  if ('status' in answer) pbf.writeStringField(2, answer.status)
  else if (answer.rejected > 0)
    pbf.writeMessage(
      1,
      ({ rejected, message: why }, inner) => {
        inner.writeVarintField(1, rejected)
        inner.writeStringField(2, why)
      },
      answer,
    )
  return pbf.finish()
}
