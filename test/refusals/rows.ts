import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import { appCode } from '../mfa.ts'
import type { Calls } from './calls.ts'
import type { Refusal } from './case.ts'
import type { Members } from './constraints.ts'
import { textAt } from './make.ts'
import { account } from './rows/account.ts'
import { pools } from './rows/pools.ts'
import { resources } from './rows/resources.ts'
import type { Rows } from './rows/row.ts'
import { signIn } from './rows/sign-in.ts'
import { users } from './rows/users.ts'

/** One good request of each operation. */
export const rows: Rows = { ...users, ...account, ...signIn, ...pools, ...resources }

/** What of a request is good for half a minute only, and is made when the request is sent. */
export const atLast: Readonly<Record<string, (input: Members, calls: Calls) => Promise<Members>>> = {
  VerifySoftwareToken: async ({ AccessToken }, { call, ctx }) => ({
    UserCode: appCode(textAt(await call('AssociateSoftwareToken', { AccessToken }), 'SecretCode'), ctx.now()),
  }),
}

type Unaccepted = { readonly why: string; readonly refusal: (input: Members) => Refusal }

/** Requests that are good, and that something else stands against. */
export const unaccepted: Readonly<Record<string, Unaccepted>> = {
  StopUserImportJob: {
    why: 'A job that runs may be at its end before it is stopped: it has a test of its own.',
    refusal: ({ JobId }) => [
      'PreconditionNotMetException',
      unverifiedTexts.importNotStoppable(String(JobId), 'Created'),
    ],
  },
}
