import { fault } from '../../domain/errors.ts'
import { type ResourceServerScope, repeatedScope } from '../../domain/resource-server.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { fromWire } from '../../wire/casing.ts'

type Given = readonly { ScopeName: string; ScopeDescription: string }[]

/** The scopes that a request states; none where it leaves them out. Raises InvalidParameterException for a name that is there twice. */
export const statedScopes = (given: Given = []): ResourceServerScope[] => {
  const scopes = fromWire([...given])
  const twice = repeatedScope(scopes)
  if (twice !== undefined) {
    throw fault('InvalidParameterException', unverifiedTexts.resourceServerScopeTwice(twice))
  }
  return scopes
}
