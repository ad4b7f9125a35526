import { fault } from '../domain/errors.ts'
import type { Shape, Violation } from './schema.ts'

/**
 * Reads a request by its shape. Raises SerializationException for a value of the wrong JSON type
 * and InvalidParameterException, naming all broken constraints, for one of the right type.
 */
export const validate = <T>(shape: Shape<T>, value: unknown): T => {
  const violations: Violation[] = []
  const input = shape.read(value, '', violations)
  if (violations.length === 0) return input
  const errors = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
  const parts = violations.map(
    ({ subject, path, constraint }) => `${subject} at '${path}' failed to satisfy constraint: ${constraint}`,
  )
  throw fault('InvalidParameterException', `${errors} detected: ${parts.join('; ')}`)
}
