import type { ClientCandidate, ClientRule } from './client-rule.ts'
import { REGISTER_SCOPE, standardScopes } from './client-scopes.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Schemes that a browser runs or opens by itself instead of handing them to an application. */
const unsafeSchemes: ReadonlySet<string> = new Set([
  'about:',
  'blob:',
  'data:',
  'file:',
  'filesystem:',
  'javascript:',
  'vbscript:',
  'view-source:',
])

const urls = ({ settings }: ClientCandidate) => [...(settings.callbackURLs ?? []), ...(settings.logoutURLs ?? [])]

/** Two readers of an address with a backslash or with a user in it may see two hosts. */
const isAmbiguous = (url: string) => url.includes('\\') || /^https?:\/*[^/?#]*@/i.test(url)

const isUrl = (url: string) => URL.canParse(url) && !unsafeSchemes.has(new URL(url).protocol) && !isAmbiguous(url)
const usesHttp = (url: string) => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !loopback.has(hostname)
}

type UrlRule = { text: (url: string) => string; isBad: (url: string) => boolean }

/** Each URL must pass each of these, in this order. */
const urlRules: readonly UrlRule[] = [
  { text: unverifiedTexts.redirectUrl, isBad: (url) => !isUrl(url) },
  { text: (url) => `${url} cannot use the HTTP protocol.`, isBad: usesHttp },
  { text: (url) => `${url} cannot use fragment`, isBad: (url) => url.includes('#') },
]

/** What is wrong with the first of these URLs that users may not be sent to; undefined where none is wrong. */
export const redirectUrlFault = (given: readonly string[]): string | undefined => {
  for (const url of given) {
    const rule = urlRules.find(({ isBad }) => isBad(url))
    if (rule) return rule.text(url)
  }
  return undefined
}

const urlFault = (candidate: ClientCandidate) => redirectUrlFault(urls(candidate))

const flows = ({ settings }: ClientCandidate) => settings.allowedOAuthFlows ?? []
const scopes = ({ settings }: ClientCandidate) => settings.allowedOAuthScopes ?? []
const isMachine = (candidate: ClientCandidate) => flows(candidate).includes('client_credentials')
const userScope = (candidate: ClientCandidate) => scopes(candidate).find((scope) => standardScopes.has(scope))
const isOutOfReach = ({ registration }: ClientCandidate, scope: string) =>
  registration !== undefined && scope === REGISTER_SCOPE
const unknownScope = (candidate: ClientCandidate) =>
  scopes(candidate).find(
    (scope) => isOutOfReach(candidate, scope) || (!standardScopes.has(scope) && !candidate.customScopes.has(scope)),
  )

/**
 * What the OAuth settings of a client must be like.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export const oauthRules: readonly ClientRule[] = [
  { text: (candidate) => urlFault(candidate) ?? '', broken: (candidate) => urlFault(candidate) !== undefined },
  {
    text: ({ settings }) => `The default redirect URI ${settings.defaultRedirectURI} is not in the callback URIs list.`,
    broken: ({ settings: { defaultRedirectURI, callbackURLs = [] } }) =>
      defaultRedirectURI !== undefined && !callbackURLs.includes(defaultRedirectURI),
  },
  {
    text: 'client_credentials flow can not be selected along with code flow or implicit flow.',
    error: 'InvalidOAuthFlowException',
    broken: (candidate) => isMachine(candidate) && flows(candidate).some((flow) => flow !== 'client_credentials'),
  },
  {
    text: 'client_credentials flow can not be selected if client does not have a client secret.',
    error: 'InvalidOAuthFlowException',
    broken: (candidate) => isMachine(candidate) && !candidate.hasSecret,
  },
  {
    text: 'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    broken: (candidate) =>
      candidate.settings.allowedOAuthFlowsUserPoolClient &&
      (flows(candidate).length === 0 || scopes(candidate).length === 0),
  },
  {
    text: 'CallbackUrls can not be empty when code flow or implicit flow is selected',
    error: 'InvalidOAuthFlowException',
    broken: (candidate) =>
      candidate.settings.allowedOAuthFlowsUserPoolClient &&
      flows(candidate).some((flow) => flow !== 'client_credentials') &&
      !candidate.settings.callbackURLs?.length,
  },
  {
    text: (candidate) => `${userScope(candidate)} is not supported with client_credentials flow`,
    error: 'InvalidOAuthFlowException',
    broken: (candidate) => isMachine(candidate) && userScope(candidate) !== undefined,
  },
  {
    text: (candidate) => unverifiedTexts.scope(unknownScope(candidate) ?? ''),
    error: 'ScopeDoesNotExistException',
    broken: (candidate) => unknownScope(candidate) !== undefined,
  },
]
