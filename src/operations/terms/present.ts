import type { Terms } from '../../domain/terms.ts'
import { toTimestamp } from '../../wire/casing.ts'

/** Terms as TermsType. */
export const toTerms = (terms: Terms) => ({
  TermsId: terms.id,
  UserPoolId: terms.poolId,
  ClientId: terms.clientId,
  TermsName: terms.name,
  TermsSource: terms.source,
  Enforcement: terms.enforcement,
  Links: { ...terms.links },
  CreationDate: toTimestamp(terms.createdAt),
  LastModifiedDate: toTimestamp(terms.updatedAt),
})

/** Terms as ListTerms shows them. */
export const toTermsDescription = (terms: Terms) => ({
  TermsId: terms.id,
  TermsName: terms.name,
  Enforcement: terms.enforcement,
  CreationDate: toTimestamp(terms.createdAt),
  LastModifiedDate: toTimestamp(terms.updatedAt),
})
