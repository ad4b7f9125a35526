/** No structure of WebAuthn nests deeper, certificates in attestation statements included. */
const MAX_DEPTH = 8

type Head = { readonly major: number; readonly argument: number; readonly next: number }

/** The head of an item: its type, its number and where it goes on (RFC 8949 section 3). */
const readHead = (bytes: Buffer, at: number): Head | undefined => {
  const first = bytes[at]
  if (first === undefined) return undefined
  const major = first >> 5
  const short = first & 31
  if (short < 24) return { major, argument: short, next: at + 1 }
  // Neither items without a length nor reserved ones are canonical (CTAP 2.1 section 8).
  if (short > 27) return undefined
  const width = 2 ** (short - 24)
  const next = at + 1 + width
  if (next > bytes.length) return undefined
  const argument = width === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, width)
  return { major, argument, next }
}

/** Where the item at `at` ends; undefined if it does not, nests too deep or is none. */
const endOfItem = (bytes: Buffer, at: number, depth: number): number | undefined => {
  const head = readHead(bytes, at)
  if (!head || depth > MAX_DEPTH) return undefined
  const { major, argument, next } = head
  if (major === 2 || major === 3) return next + argument <= bytes.length ? next + argument : undefined
  const inner = { 4: argument, 5: argument * 2, 6: 1 }[major] ?? 0
  let end: number | undefined = next
  // Every item takes a byte at least, so that a false count ends with the bytes.
  for (let item = 0; item < inner && end !== undefined; item++) end = endOfItem(bytes, end, depth + 1)
  return end
}

/** Whether bytes are one item of CBOR and nothing after it, in the form that authenticators are bound to. */
export const isOneCborItem = (bytes: Buffer): boolean => endOfItem(bytes, 0, 0) === bytes.length
