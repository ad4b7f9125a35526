/** How `cenote credentials` is used. */
export const credentialsUsage = `cenote credentials create NAME [--policy FILE] [--session-minutes N] [--json]
                                    an access key for the identity NAME, made if new
cenote credentials list             identities with their policies and keys
cenote credentials disable KEY_ID   stops a key
cenote credentials enable KEY_ID    lets it work again
cenote credentials delete KEY_ID    deletes a key
cenote credentials put-policy NAME POLICY_NAME FILE
                                    sets an IAM policy of an identity (FILE: a path, or - for standard input)
cenote credentials delete-policy NAME POLICY_NAME`

/** How `cenote keys` is used. */
export const keysUsage = `cenote keys list POOL_ID             the signing keys of a pool
cenote keys rotate POOL_ID           makes its next keys: published now, signing in a day
cenote keys revoke POOL_ID KEY_ID    withdraws a key; running servers refuse its tokens within 30 seconds`

/** How `cenote passwords` is used. */
export const passwordsUsage = `cenote passwords POOL_ID hash        keeps hashes of the pool's passwords only: no SRP; converts them all
cenote passwords POOL_ID srp         takes SRP again; each password from its next sign-in on`

/** How the program is used. */
export const usage = `Cenote: a server that is wire-compatible with Amazon Cognito user pools.

cenote dev [--memory]               starts for development: any credentials, loopback only
cenote serve                        starts for production: verified signatures and policies
${credentialsUsage}
${keysUsage}
${passwordsUsage}
cenote --help | --version

Settings are environment variables; docs/configuration.md lists them.`
