import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE_BYTES = 8
const MAX_COLOURS = 256

type Chunk = { readonly type: string; readonly data: Buffer }

/** A PNG file is a signature and chunks: length, type, data, checksum (ISO/IEC 15948 section 5.3). */
const chunksOf = (file: Buffer): Chunk[] => {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE_BYTES; at < file.length; ) {
    const length = file.readUInt32BE(at)
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

const toBytes = ({ type, data }: Chunk): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

const paeth = (left: number, above: number, corner: number) => {
  const [l, a, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)]
  if (l <= a && l <= c) return left
  return a <= c ? above : corner
}

/** What each filter adds to a byte, of those to its left, above it, and left of that (section 9.2). */
const filters: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
]

/** The bytes of a picture's samples, without its filters. */
const unfiltered = (packed: Buffer, height: number, rowBytes: number, pixelBytes: number): Buffer => {
  const samples = Buffer.alloc(height * rowBytes)
  for (let y = 0; y < height; y++) {
    const filter = filters[packed[y * (rowBytes + 1)] ?? 0] ?? paeth
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x
      const left = x < pixelBytes ? 0 : (samples[at - pixelBytes] ?? 0)
      const above = y === 0 ? 0 : (samples[at - rowBytes] ?? 0)
      const corner = x < pixelBytes || y === 0 ? 0 : (samples[at - rowBytes - pixelBytes] ?? 0)
      samples[at] = (packed[y * (rowBytes + 1) + 1 + x] ?? 0) + filter(left, above, corner)
    }
  }
  return samples
}

const partsOf = (colour: number): readonly [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255]

const distance = (one: number, other: number) => {
  const [a, b] = [partsOf(one), partsOf(other)]
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
}

const nearest = (palette: readonly number[], colour: number) =>
  palette.reduce(
    (best, other, index) => (distance(other, colour) < distance(palette[best] ?? 0, colour) ? index : best),
    0,
  )

/** The colours that most pixels have, and each pixel's place among them. Others become the nearest of them. */
const indexed = (samples: Buffer, pixelBytes: number) => {
  const colours = Array.from({ length: samples.length / pixelBytes }, (_, pixel) =>
    samples.readUIntBE(pixel * pixelBytes, 3),
  )
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const palette = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)).slice(0, MAX_COLOURS)
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]))
  return { palette, pixels: Buffer.from(colours.map((colour) => places.get(colour) ?? 0)) }
}

/** A screenshot with a palette, which takes a third of the bytes. */
export const smaller = (file: Buffer): Buffer => {
  const chunks = chunksOf(file)
  const header = Buffer.from(chunks[0]?.data ?? [])
  const [width, height, pixelBytes] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3]
  const packed = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const samples = unfiltered(packed, height, width * pixelBytes, pixelBytes)
  const made = indexed(samples, pixelBytes)
  const rows = Array.from({ length: height }, (_, y) => [
    Buffer.alloc(1),
    made.pixels.subarray(y * width, (y + 1) * width),
  ])
  header.set([8, 3], 8) // eight bits for each pixel, which are a place in the palette
  const written: Chunk[] = [
    { type: 'IHDR', data: header },
    { type: 'PLTE', data: Buffer.from(made.palette.flatMap(partsOf)) },
    { type: 'IDAT', data: deflateSync(Buffer.concat(rows.flat()), { level: 9 }) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ]
  return Buffer.concat([file.subarray(0, SIGNATURE_BYTES), ...written.map(toBytes)])
}
