/** The formats of images, as extensions of assets name them. */
export type ImageFormat = 'ICO' | 'JPEG' | 'PNG' | 'SVG' | 'WEBP'

const startsWith = (bytes: Buffer, hex: string, at = 0) =>
  bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'))

/** What files of each format begin with. */
const signatures: readonly [ImageFormat, (bytes: Buffer) => boolean][] = [
  ['PNG', (bytes) => startsWith(bytes, '89504e470d0a1a0a')],
  ['JPEG', (bytes) => startsWith(bytes, 'ffd8ff')],
  ['ICO', (bytes) => startsWith(bytes, '00000100')],
  ['WEBP', (bytes) => startsWith(bytes, '52494646') && startsWith(bytes, '57454250', 8)],
]

/** The format of a picture by its first bytes; undefined for others, and for SVG, which is text. */
export const imageFormat = (bytes: Buffer): ImageFormat | undefined =>
  signatures.find(([, matches]) => matches(bytes))?.[0]
