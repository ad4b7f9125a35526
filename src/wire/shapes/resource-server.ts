/** Resource servers and their scopes. */
import { integer, list, required, string, structure } from '../schema.ts'

export const ResourceServerIdentifierType = string({ min: 1, max: 256, pattern: String.raw`[\x21\x23-\x5B\x5D-\x7E]+` })
export const ResourceServerNameType = string({ min: 1, max: 256, pattern: String.raw`[\w\s+=,.@-]+` })

export const ResourceServerScopeNameType = string({
  min: 1,
  max: 256,
  pattern: String.raw`[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+`,
})

export const ResourceServerScopeDescriptionType = string({ min: 1, max: 256 })

export const ResourceServerScopeType = structure({
  ScopeName: required(ResourceServerScopeNameType),
  ScopeDescription: required(ResourceServerScopeDescriptionType),
})

export const ResourceServerScopeListType = list(ResourceServerScopeType, { max: 100 })
export const ListResourceServersLimitType = integer({ min: 1, max: 50 })
