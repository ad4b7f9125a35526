import { type ErrorName, fault, ServiceError } from '../domain/errors.ts'

/** Raises NotAuthorizedException, with the same message, in place of errors that an operation does not declare. */
export const refuseInsteadOf =
  (...undeclared: readonly ErrorName[]) =>
  (error: unknown): never => {
    const isUndeclared = error instanceof ServiceError && undeclared.includes(error.name)
    throw isUndeclared ? fault('NotAuthorizedException', error.message) : error
  }
