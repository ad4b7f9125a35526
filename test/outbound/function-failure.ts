import assert from 'node:assert/strict'
import { FunctionFailure } from '../../src/domain/function-failure.ts'

/** Asserts that an error is the failure of a function, of this kind and with this text. */
export const failure =
  (kind: string, text: string | RegExp) =>
  (error: unknown): true => {
    assert.ok(error instanceof FunctionFailure, String(error))
    assert.equal(error.kind, kind, error.message)
    if (typeof text === 'string') assert.equal(error.message, text)
    else assert.match(error.message, text)
    return true
  }
