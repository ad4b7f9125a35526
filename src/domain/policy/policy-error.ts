/** Why a policy document is refused, in one line that begins with the place: `Statement[0].Effect: ...`. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'

  constructor(place: string, problem: string) {
    // The names of operators and keys in a place are the author's, and may hold line breaks.
    super(`${place}: ${problem}`.replace(/\p{Cc}+/gu, ' '))
  }
}

/** `value` as it stands in a message: JSON on one line, shortened when it is long. */
export const quote = (value: unknown): string => {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 200 ? `${text.slice(0, 200)}...` : text
}
