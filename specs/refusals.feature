Feature: What is not let in leaves no trace

  Scenario: OR-4 a command needs an actor
    Given nobody is signed in
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is refused with UNAUTHENTICATED
    And nothing is written

  Scenario: CB-3 a refused command leaves its id free
    Given nobody is signed in
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is refused with UNAUTHENTICATED
    Given "ana" is signed in
    When it is sent again
    Then it is executed

  Scenario: OR-1 only an importer dates a command
    Given "ana" is signed in
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"occurredAt": 836438400000}}
    Then it is refused with FORBIDDEN
    And nothing is written
    Given "importer" is signed in as "import"
    When it is sent again
    Then it is executed

  Scenario: OR-6 an id that is not valid is refused with what to do
    When createOrder is sent with {"orderId": "", "customerId": "ana"}
    Then it is refused with INVALID_INPUT
    And nothing is written
