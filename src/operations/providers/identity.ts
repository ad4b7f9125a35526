import { fault } from '../../domain/errors.ts'
import { unverifiedProviderTexts as unverified } from '../../domain/identity-provider-texts.ts'
import type { Infer } from '../../wire/schema.ts'
import type { ProviderUserIdentifierType } from '../../wire/shapes/user.ts'

type Given = Infer<typeof ProviderUserIdentifierType>

const requireText = (text: string | undefined, member: string): string => {
  if (!text) throw fault('InvalidParameterException', unverified.linkNothing(member))
  return text
}

/** Who is meant at which provider; InvalidParameterException where either is left out. `member` is for the message. */
export const statedIdentity = (given: Given, member: string) => ({
  provider: requireText(given.ProviderName, `${member}.ProviderName`),
  userId: requireText(given.ProviderAttributeValue, `${member}.ProviderAttributeValue`),
})

/** What they are named by; InvalidParameterException where it is left out. */
export const statedAttribute = (given: Given, member: string): string =>
  requireText(given.ProviderAttributeName, `${member}.ProviderAttributeName`)
