/** `String.hashCode` of Java. */
const javaHash = (text: string) => {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0
  return hash
}

const BUCKETS = 32

/**
 * The order in which the service prints its enum value sets: that of a hash table of 32 buckets with
 * later values first in each. It is inferred from the recorded messages (`[OPTIONAL, OFF, ON]`,
 * `[phone_number, email]` and five more), all of which it gives.
 */
export const javaSetOrder = (values: readonly string[]): string[] => {
  const bucket = (value: string) => javaHash(value) & (BUCKETS - 1)
  return values.toReversed().toSorted((a, b) => bucket(a) - bucket(b))
}
