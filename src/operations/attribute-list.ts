import type { Attributes } from '../domain/user.ts'

/** The attributes of a request, by name. One without a value is blank; of two with one name the last counts. */
export const fromAttributeList = (list: readonly { Name: string; Value?: string }[] = []): Attributes =>
  new Map(list.map(({ Name, Value = '' }) => [Name, Value]))

/** Attributes as answers list them. */
export const toAttributeList = (attributes: Iterable<readonly [name: string, value: string]>) =>
  [...attributes].map(([Name, Value]) => ({ Name, Value }))
