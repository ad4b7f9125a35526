import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { frontEnd } from '../fuzz/answers.ts'
import { type ModelShape, model } from '../wire/compare-with-model.ts'
import type { Outcome } from './calls.ts'
import { type Members, shapeOf } from './constraints.ts'

/** An error and its message. */
export type Refusal = readonly [error: string, message: string]

/** A request, and how it is refused. */
export type Case = { readonly body: Members; readonly refusal: Refusal }

/** All operations of the model. */
export const operations: readonly string[] = Object.keys(model.operations)

/** What an operation takes. */
export const shapeOfInput = (operation: string): ModelShape => shapeOf(model.operations[operation]?.input)

/** Whether an operation says that it may answer with an error. */
export const declares = (operation: string, error: string): boolean =>
  model.operations[operation]?.errors.includes(error) === true

/** The operations that declare an error. */
export const declaring = (error: string): string[] => operations.filter((operation) => declares(operation, error))

/** What comes of a request that is refused. */
export const refusedAs = ([error, message]: Refusal): Outcome => ({ status: 400, error, message })

const errorsTold = new Set<string>()

/** Notes that an operation was seen to answer with an error. */
export const told = (operation: string, error: string): void => void errorsTold.add(`${operation} ${error}`)

/** Whether it was. */
export const isTold = (operation: string, error: string): boolean => errorsTold.has(`${operation} ${error}`)

/** Asks an operation all of this, and insists that it is refused as it should be: by errors that the model declares. */
export const refuses = async (
  operation: string,
  cases: readonly Case[],
  ask: (operation: string, body: Members) => Promise<Outcome>,
): Promise<void> => {
  const differing: unknown[] = []
  for (const { body, refusal } of cases) {
    const given = await ask(operation, body)
    const [error] = refusal
    const isDeclared = declares(operation, error) || frontEnd.has(error)
    if (!isDeclared || !isDeepStrictEqual(given, refusedAs(refusal)))
      differing.push({ given, refusal, body: JSON.stringify(body).slice(0, 1000) })
    else told(operation, error)
  }
  assert.deepEqual(differing, [])
}
