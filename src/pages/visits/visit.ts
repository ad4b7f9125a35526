/**
 * What happens when a browser comes to a page: GET shows it, POST acts and leads on. The flows decide as they do
 * for the API; what is here turns their outcomes into pages, and forms into what they are asked.
 */
import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../domain/authorization-request.ts'
import { ServiceError } from '../../domain/errors.ts'
import type { Via } from '../../domain/sign-in.ts'
import type { StepOwner } from '../../flows/sign-in/page-step.ts'
import type { NewSsoSession, StandingSession } from '../../flows/sso/session.ts'
import type { Frame } from '../frame.ts'
import type { Html } from '../html.ts'
import { errorPage } from '../index.ts'
import { errorText, text } from '../text.ts'

/** One request for a page, of a browser on its way to a client. */
export type Visit = {
  /** For whom, and what the client gets in the end. */
  readonly authorization: AuthorizationRequest
  readonly frame: Frame
  /** What was posted. */
  readonly form: ReadonlyMap<string, string>
  /** What the address names of where the browser was before. */
  readonly step: string | undefined
  /** Who is signed in already, if anybody is. */
  readonly standing: StandingSession | undefined
  /** Whether that was recent enough for the request, so that only what it lacks is to be proved. */
  readonly isStepUp: boolean
  /** The secret of the browser, which its steps are bound to. */
  readonly browser: string
  /** A name that was kept for the next time. */
  readonly keptName: string | undefined
  /** Whether the page is asked for after something that it should tell of. */
  readonly done: string | undefined
  /** Whether a passkey is to be made once the user is signed in. */
  readonly addsPasskey: boolean
  readonly via: Via
  /** The address of another page, with the client's request in it; what is undefined of `changed` is left out. */
  to(path: string, changed?: Readonly<Record<string, string | undefined>>): string
  /** Spends one request of an operation's quota. Raises TooManyRequestsException. */
  spend(quota: string): Promise<void>
}

/** What a visit comes to: a page, another address, or somebody who is signed in. */
export type Reply =
  | { readonly kind: 'page'; readonly page: Html; readonly status: 200 | 400 }
  | { readonly kind: 'go'; readonly to: string }
  | {
      readonly kind: 'signed-in'
      readonly opened: NewSsoSession
      readonly keepName: string | undefined
      readonly next: 'grant' | 'passkey'
    }

/** A page of the pool: what it shows, and what it does with its form. */
export type PageRoute = {
  show?(ctx: Context, visit: Visit): Promise<Reply>
  act?(ctx: Context, visit: Visit): Promise<Reply>
}

/** The code of a form, in which people write blanks between the digits. */
export const codeOf = (form: Visit['form']): string => (form.get('code') ?? '').replace(/\s/g, '')

/** Shows a page. One that tells of a mistake says so by its status, too. */
export const show = (page: Html, isMistake = false): Reply => ({ kind: 'page', page, status: isMistake ? 400 : 200 })

/** Leads on. */
export const go = (to: string): Reply => ({ kind: 'go', to })

/** Whose steps a visit can come back to. */
export const ownerOf = ({ authorization, browser }: Visit): StepOwner => ({
  poolId: authorization.pool.id,
  clientId: authorization.client.id,
  browser,
})

/** The page of somebody whose sign-in was not ended in time, or not begun in this browser. */
export const lost = ({ frame, to }: Visit): Reply =>
  show(errorPage(frame, { message: text(frame.language, 'error.sessionExpired'), signIn: to('/login') }), true)

/** What the user reads of a refusal. What is none goes on as an error. */
export const refusalText = ({ frame }: Visit, error: unknown): string => {
  if (error instanceof ServiceError) return errorText(frame.language, error)
  throw error
}

/** Whether an error says that a sign-in under way is over, so that its page has nothing left to ask. */
export const isOver = (error: unknown): boolean =>
  error instanceof ServiceError && error.name === 'NotAuthorizedException' && /^Invalid session/.test(error.message)
