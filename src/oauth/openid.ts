import { OPENID } from '../domain/scope-claims.ts'

/** Whether a list of scopes has the one by which an ID token comes (OIDC Core section 3.1.2.1). */
export const hasOpenid = (scope: string): boolean => scope.split(' ').includes(OPENID)
