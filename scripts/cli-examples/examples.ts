import { account } from './data/account.ts'
import { clients } from './data/clients.ts'
import { devices } from './data/devices.ts'
import { groups } from './data/groups.ts'
import { activeImports, imports } from './data/imports.ts'
import { pools } from './data/pools.ts'
import { surroundings } from './data/surroundings.ts'
import { users } from './data/users.ts'
import type { Example } from './example.ts'

/**
 * The AWS CLI's own examples of cognito-idp, each in one of two lists that are run side by side.
 *
 * @see https://docs.aws.amazon.com/cli/v1/userguide/cli_cognito-identity-provider_code_examples.html
 */
export const examples: readonly (readonly Example[])[] = [
  [...users, ...devices, ...groups],
  [...activeImports, ...imports, ...pools, ...clients, ...account, ...surroundings],
]
