/** Terms of use and privacy policies that a client shows at sign-up. */
import { integer, map, oneOf, string } from '../schema.ts'

export const TermsIdType = string({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
})

export const TermsNameType = string({ pattern: '^(terms-of-use|privacy-policy)$' })
export const TermsSourceType = oneOf(['LINK'])
export const TermsEnforcementType = oneOf(['NONE'])

export const LanguageIdType = string({
  pattern:
    '^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$',
})

export const LinkUrlType = string({ min: 1, max: 1024, pattern: String.raw`^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$` })
export const LinksType = map(LanguageIdType, LinkUrlType, { min: 1, max: 13 })
export const ListTermsRequestMaxResultsInteger = integer({ min: 1, max: 60 })
