/** `String.hashCode` of Java. */
const javaHash = (text: string) => {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0
  return hash
}

/**
 * The order in which a Java `HashSet` of these strings is printed. The service prints its enum
 * value sets so; the recorded messages `[OPTIONAL, OFF, ON]` and `[phone_number, email]` agree.
 */
export const javaSetOrder = (values: readonly string[]): string[] => {
  let buckets = 16
  while (buckets * 0.75 < values.length) buckets *= 2
  const bucket = (value: string) => {
    const hash = javaHash(value)
    return (hash ^ (hash >>> 16)) & (buckets - 1)
  }
  return values.toSorted((a, b) => bucket(a) - bucket(b))
}
