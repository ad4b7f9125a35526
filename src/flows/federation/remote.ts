import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'
import type { ProviderDetails } from '../../domain/identity-provider.ts'
import { unverifiedProviderTexts } from '../../domain/identity-provider-texts.ts'
import { discoveryUrl, NO_DISCOVERY, withDiscovered } from '../../domain/oidc-discovery.ts'
import { RequestFailure } from '../../domain/request-failure.ts'
import { MAX_METADATA_BYTES } from '../../domain/saml-metadata.ts'
import type { GuardedAnswer } from '../../outbound/index.ts'

type Remote = Pick<Context, 'outbound' | 'settings' | 'log'>

const invalid = (text: string) => fault('InvalidParameterException', text)

/** Who asks, as the service puts it: some providers let nobody else in. */
const USER_AGENT = 'Amazon/Cognito'

const ask = async (ctx: Remote, url: string, accept: string, failed: string): Promise<GuardedAnswer> => {
  try {
    return await ctx.outbound.http({ url, headers: { accept, 'user-agent': USER_AGENT } })
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error
    // Callers hear the service's words alone; why it failed is the operator's to know.
    ctx.log.info({ reason: error.message, kind: error.kind }, 'an identity provider could not be asked')
    throw invalid(failed)
  }
}

/** The metadata document at a URL. Raises InvalidParameterException where there is none. */
export const fetchMetadata = async (ctx: Remote, url: string): Promise<string> => {
  const { status, body } = await ask(ctx, url, 'application/samlmetadata+xml, */*', 'Error retrieving metadata')
  if (status !== 200) throw invalid(`Non-ok status code ${status} returned from remote metadata source ${url}`)
  if (body.length > MAX_METADATA_BYTES) throw invalid(unverifiedProviderTexts.metadataSize)
  return body.toString('utf8')
}

/** Details of an OpenID provider with the endpoints that its issuer tells. Raises InvalidParameterException. */
export const discover = async (ctx: Remote, details: ProviderDetails): Promise<ProviderDetails> => {
  const url = discoveryUrl(details.oidc_issuer ?? '')
  const { status, body } = await ask(ctx, url, 'application/json', NO_DISCOVERY)
  if (status !== 200) throw invalid(NO_DISCOVERY)
  return withDiscovered(details, body.toString('utf8'), { local: ctx.settings.localProviders })
}
