import type { TestServer } from '../harness.ts'

/** Runs `meanwhile` once, before `object[name]` next gives what it gives. */
const before = <T extends object>(object: T, name: keyof T & string, meanwhile: () => Promise<unknown>) => {
  const original = object[name] as (...given: unknown[]) => Promise<unknown>
  const replaced = async (...given: unknown[]) => {
    object[name] = original as T[typeof name]
    const result = await original.apply(object, given)
    await meanwhile()
    return result
  }
  object[name] = replaced as T[typeof name]
}

/**
 * Lets the next operation that computes the power of a password stop right after it, when it has
 * looked at all that it was given, and runs `meanwhile` to its end before it goes on.
 */
export const afterPassword = (server: TestServer, meanwhile: () => Promise<unknown>) =>
  before(server.ctx.compute, 'powerOfG', meanwhile)

/** Likewise for the next operation that signs tokens: right before it does. */
export const beforeTokens = (server: TestServer, meanwhile: () => Promise<unknown>) =>
  before(server.ctx.keys, 'active', meanwhile)

/** What a promise came to: its value, or the name of its error. */
export const outcome = async <T>(work: Promise<T>): Promise<{ value?: T; error?: string; message?: string }> => {
  try {
    return { value: await work }
  } catch (error) {
    const { name, message } = error as Error
    return { error: name, message }
  }
}
