# Sourced by the scripts of this folder: a server on ports out of the way, and the bench's commands.
# The caller sets: data (a folder, or empty for a new one), keep (yes or no), and for long loads
# compiler='' (the second compiler pays off from some million spans on).
# BENCH_PORT moves the three ports, so that two may run on one machine (default 13200).

# The one place that knows how a server is started. Leaves its process id in $server.
start_server() { # DATA CONFIG LOG
  ./rubato serve --data "$1" --config "$2" >"$3" 2>&1 &
  server=$!
}

stop_server() {
  kill -TERM "$server"
  wait "$server" || true
  server=''
}

# A server on a new data directory, ready. Leaves that in $data.
fresh_server() { # NAME
  data=$work/data-$1
  mkdir -p "$data"
  start_server "$data" "$work/config.yaml" "$work/server-$1.log"
  bench ready --http="$url" --pid="$server" --label="$1" --table="$table"
}

work=$(mktemp -d)
[ -n "$data" ] || data=$work/data
mkdir -p "$data"
server=''
finish() {
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then kill -TERM "$server"; wait "$server" || true; fi
  if [ "$keep" = yes ]; then echo "data kept in $data, log in $work" >&2; else rm -rf "$work"; fi
}
trap finish EXIT

# Ports out of the way of a server that may be running.
http=${BENCH_PORT:-13200}
grpc=$((http + 1117)) otlp_http=$((http + 1118))
cat >"$work/config.yaml" <<YAML
server:
  http_listen_address: 127.0.0.1
  http_listen_port: $http
distributor:
  receivers:
    otlp:
      protocols:
        grpc:
          endpoint: 127.0.0.1:$grpc
        http:
          endpoint: 127.0.0.1:$otlp_http
YAML

JAVA_HOME=$(./rubato java-home)
export JAVA_HOME
./rubato prepare

# The class path is asked of Maven once. The loader shares the machine with the server: C1 only and the
# serial collector cost least of it over a run of this length.
mvn -q -pl bench -am -DskipTests -Dspotless.check.skip=true package \
  dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile="$work/classpath" >&2
classpath="bench/target/classes:$(cat "$work/classpath")"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
failed=0
bench_java=("$java" -Xmx512m ${compiler--XX:TieredStopAtLevel=1} -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow -Dslf4j.internal.verbosity=ERROR -cp "$classpath" io.rubato.bench.Main)
bench() { # ARGUMENTS
  "${bench_java[@]}" "$@" >/dev/null || failed=1
}

# Rows gather here; print_table ends the script.
table=$work/rows.md url=http://127.0.0.1:$http
: >"$table"
# The rows whose names begin with one of the labels, a column for each.
beside() { # LABEL...
  local labels
  labels=$(IFS=';' && echo "$*")
  awk -F ' [|] ' -v labels="$labels" '
    BEGIN {
      count = split(labels, label, ";")
      printf "| what |"
      for (i = 1; i <= count; i++) printf " %s |", label[i]
      printf " target |\n|---|"
      for (i = 1; i <= count; i++) printf "---|"
      print "---|"
    }
    {
      what = substr($1, 3)
      for (i = 1; i <= count; i++) {
        if (index(what, label[i] ": ") == 1) {
          key = substr(what, length(label[i]) + 3)
          if (!(key in target)) order[++rows] = key
          cell[key, i] = $2
          target[key] = $3
        }
      }
    }
    END {
      for (row = 1; row <= rows; row++) {
        printf "| %s |", order[row]
        for (i = 1; i <= count; i++) printf " %s |", cell[order[row], i]
        printf " %s |\n", target[order[row]]
      }
    }' "$table"
}
# Ends the script.
print_beside() { # LABEL...
  printf '\n%s, %s cores, %s\n\n' "$(date -u +%Y-%m-%d)" "$(nproc)" "$("$java" -version 2>&1 | head -1)"
  beside "$@"
  [ $failed = 0 ] || echo "$0: not everything went as expected, see above" >&2
  exit $failed
}
print_table() {
  printf '\n%s, %s cores, %s\n\n' "$(date -u +%Y-%m-%d)" "$(nproc)" "$("$java" -version 2>&1 | head -1)"
  printf '| what | measured | target | command |\n|---|---|---|---|\n'
  sed "s|$work|WORK|g" "$table"
  [ $failed = 0 ] || echo "$0: not everything went as expected, see above" >&2
  exit $failed
}
