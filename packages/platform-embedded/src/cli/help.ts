/** What `--help` prints. */
export const helpText = `platform-embedded: a Convex deployment in one Node process, for development and tests

  npx platform-embedded                   start it in an app's folder, push the app and watch it
  npx platform-embedded token --subject ana [--roles import,admin] [--claims '{"email":"a@b.c"}']
                                          print a token for client.setAuth
  npx platform-embedded export <file>     write all documents as JSON lines
  npx platform-embedded import <file>     read them into an empty deployment
  npx platform-embedded reset             forget all data, the app and the variables

  --dir <folder>        the app's folder, with its package.json (default: .)
  --data-dir <folder>   where data is kept (default: .platform-embedded in the app's folder)
  --in-memory           keep nothing
  --port <number>       default 3210; 0 takes any free one
  --host <address>      default 127.0.0.1; any other one needs --secret
  --secret <text>       becomes part of the admin key
  --fsync <policy>      always, everySecond (default) or never: what a power cut may lose
  --no-push             do not run "convex dev" for the app
  --fresh-modules       evaluate modules again for each query and mutation, as Convex does: slower
  --quiet               print no line per function

Any other tool talks to it with two variables:
  CONVEX_SELF_HOSTED_URL=<url> CONVEX_SELF_HOSTED_ADMIN_KEY=<key> npx convex run …
`;
