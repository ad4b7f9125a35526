// The registry: one line for each operation. `import * as operations` of this file is the table in
// which requests are looked up, so an operation that has no line here does not exist.
export { AdminInitiateAuth } from './auth/AdminInitiateAuth.ts'
export { AdminRespondToAuthChallenge } from './auth/AdminRespondToAuthChallenge.ts'
export { GetTokensFromRefreshToken } from './auth/GetTokensFromRefreshToken.ts'
export { InitiateAuth } from './auth/InitiateAuth.ts'
export { RespondToAuthChallenge } from './auth/RespondToAuthChallenge.ts'
