import { fault } from './errors.ts'
import { unverifiedBrandingTexts } from './unverified-branding-texts.ts'

/** What a client shows at sign-up: links to terms of use or to a privacy policy, by language. */
export type Terms = {
  readonly poolId: string
  readonly id: string
  readonly clientId: string
  /** The kind of the document; a client has at most one of each. */
  readonly name: string
  readonly source: 'LINK'
  readonly enforcement: 'NONE'
  /** URLs by `cognito:<language>`; `cognito:default` is for all others. */
  readonly links: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly updatedAt: number
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const MAX_TERMS = 40

const isWebUrl = (link: string) => /^https?:\/\//i.test(link) && URL.canParse(link)

/** Raises InvalidParameterException for a link that is no address of a page: it would run as a script, or lead nowhere. */
export const checkLinks = (links: Terms['links']): void => {
  const wrong = Object.entries(links).find(([, link]) => !isWebUrl(link))
  if (wrong) throw fault('InvalidParameterException', unverifiedBrandingTexts.termsLink(wrong[0]))
}
