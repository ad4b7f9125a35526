/** How long a test waits for what must come before it fails: longer than a busy machine takes. */
const PATIENCE_MS = 30_000
/** How often it looks, unless told. */
const PAUSE_MS = 5

/** Asks again and again until the answer is neither false nor undefined, and gives it. */
export const until = async <T>(
  ask: () => Promise<T | false | undefined> | T | false | undefined,
  pauseMs = PAUSE_MS,
): Promise<T> => {
  const patience = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if (answer !== false && answer !== undefined) return answer
    if (performance.now() > patience) throw new Error(`This did not come about: ${ask}`)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
